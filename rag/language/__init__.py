"""What is known of language without any guide or question: sentences, amounts, places, roles, levels, stems."""
