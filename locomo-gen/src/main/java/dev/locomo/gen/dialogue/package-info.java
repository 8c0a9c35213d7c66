/** The sessions: when they take place, what is said, and what is kept of it. */
@NullMarked
package dev.locomo.gen.dialogue;

import org.jspecify.annotations.NullMarked;
