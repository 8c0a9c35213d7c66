/** Memory systems in a run: built a conversation at a time, asked a question at a time. */
@NullMarked
package dev.locomo.eval.memory;

import org.jspecify.annotations.NullMarked;
