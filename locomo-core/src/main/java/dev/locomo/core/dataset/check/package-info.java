/** Values of a file that know their place, and what is wrong or odd with them. */
@NullMarked
package dev.locomo.core.dataset.check;

import org.jspecify.annotations.NullMarked;
