package dev.locomo.rag.embed.djl;

/** How the states of a text's tokens become one vector. */
public enum Pooling {
  /** Their mean, padding left out. */
  MEAN,
  /** The state of the first token. */
  CLS,
  /** The first token's state through the pooler layer and tanh, as BERT was pre-trained. */
  POOLER
}
