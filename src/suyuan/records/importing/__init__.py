"""Large files into a form, as a job: read once, mapped, checked, written piece by piece, the wrong rows handed back."""
