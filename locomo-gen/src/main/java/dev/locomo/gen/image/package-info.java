/** Where shared pictures come from, with licence and hash. */
@NullMarked
package dev.locomo.gen.image;

import org.jspecify.annotations.NullMarked;
