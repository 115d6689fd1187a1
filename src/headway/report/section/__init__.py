"""The sections of the page, one module each: a part of the assessment → markup."""
