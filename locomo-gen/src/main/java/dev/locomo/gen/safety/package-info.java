/** What generated text may not hold, and how long what goes in may be. */
@NullMarked
package dev.locomo.gen.safety;

import org.jspecify.annotations.NullMarked;
