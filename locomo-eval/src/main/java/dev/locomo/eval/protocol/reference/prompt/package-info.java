/** Takes the original's prompt texts out of a user's copy of it; the texts are not ours to ship. */
@NullMarked
package dev.locomo.eval.protocol.reference.prompt;

import org.jspecify.annotations.NullMarked;
