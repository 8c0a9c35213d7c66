/** A run of the generator: what it begins with, its conversations, and the files it writes. */
@NullMarked
package dev.locomo.gen.run;

import org.jspecify.annotations.NullMarked;
