/** Who talks: personas from attribute lists, from a description, or from files. */
@NullMarked
package dev.locomo.gen.persona;

import org.jspecify.annotations.NullMarked;
