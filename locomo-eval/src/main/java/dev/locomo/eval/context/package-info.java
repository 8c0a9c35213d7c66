/** Chooses what the reader sees of a conversation. */
@NullMarked
package dev.locomo.eval.context;

import org.jspecify.annotations.NullMarked;
