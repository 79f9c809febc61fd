"""Order sections: features, their learnt weights, confidence."""
