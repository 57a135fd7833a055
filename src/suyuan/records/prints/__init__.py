"""Print templates: what stands on a page or label of a form's records, as data; drawn, filled, printed."""
