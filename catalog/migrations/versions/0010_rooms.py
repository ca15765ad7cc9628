"""vendors: acting on behalf, team, profile drafts

Empty on purpose: what the rooms need came with 0005. The number stays, for databases stand at it.

Revision: 0010
"""

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""


def downgrade() -> None:
    """Undo."""
