"""What curators say of a product: rubric, grade, evidence, incidents."""
