"""What happens here, told to other systems: signed, tried again, and never more than the owner of the hook may know."""
