"""What holds the slices together: settings, addresses, the API, the server and the worker."""
