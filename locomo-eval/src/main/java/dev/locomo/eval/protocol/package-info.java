/** Named, versioned, hashed ways to ask: prompts, context rule, question wording, reply parsing. */
@NullMarked
package dev.locomo.eval.protocol;

import org.jspecify.annotations.NullMarked;
