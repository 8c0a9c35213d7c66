/**
 * Chat models on this machine: decoder-only Hugging Face checkpoints computed here, without a
 * server in between.
 */
@NullMarked
package dev.locomo.rag.causal;

import org.jspecify.annotations.NullMarked;
