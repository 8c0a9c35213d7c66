/**
 * Dialogue generation: the next turn from what was said before, compared with what was really said.
 */
@NullMarked
package dev.locomo.eval.dialog;

import org.jspecify.annotations.NullMarked;
