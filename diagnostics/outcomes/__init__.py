"""What can be counted: codes and their catalogue, services, margins of a visit, weeks."""
