"""The encoder that ships: weights, tokenizer and ONNX graph, written once into a cache folder."""
