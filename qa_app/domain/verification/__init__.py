"""The product's own functions under the names that published reference cases use."""
