"""What people can ask and say: the same abilities for sentences and for language models, deleting not among them."""
