"""Rules of curation: rubrics, grades, evidence, incidents; pure."""
