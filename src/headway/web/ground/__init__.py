"""What every slice stands on: layout, errors, pages of lists, forms, jobs, mail."""
