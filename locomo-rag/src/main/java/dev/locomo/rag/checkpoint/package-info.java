/**
 * The files of a Hugging Face model folder, read as they are published and without running anything
 * in them: configuration, weights, tokenizer.
 */
@NullMarked
package dev.locomo.rag.checkpoint;

import org.jspecify.annotations.NullMarked;
