"""The table of contents: the seven steps of continual improvement in order, for the library and the command.

1. what is the vision? · 2. **where are we now?** · 3. where do we want to be? · 4. how do we get there? ·
5. take action · 6. did we get there? · 7. how do we keep the momentum going?

Built so far: the second, `where_are_we_now`.
"""

from headway.analyse.assessment import Assessment, Measure, Said
from headway.analyse.now import Asked, where_are_we_now

__all__ = ["Asked", "Assessment", "Measure", "Said", "where_are_we_now"]
