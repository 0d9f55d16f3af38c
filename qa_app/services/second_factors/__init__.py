"""Acts about second factors and accounts elsewhere."""
