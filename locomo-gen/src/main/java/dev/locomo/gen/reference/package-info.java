/** The call sequence of the original's generator, quirks included. */
@NullMarked
package dev.locomo.gen.reference;

import org.jspecify.annotations.NullMarked;
