"""Order sections: features, their learned weights, confidence."""
