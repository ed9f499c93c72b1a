"""How the shipped models were made: data, training, export, report. Nothing at run time imports it."""
