/** Settings of generation, with what is made of them. */
@NullMarked
package dev.locomo.gen.options;

import org.jspecify.annotations.NullMarked;
