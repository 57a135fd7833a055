"""Paper and sheets: PDF, XLSX and CSV from plain data; knows no forms."""
