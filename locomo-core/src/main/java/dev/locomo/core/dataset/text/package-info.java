/** Data sets as text for people. */
@NullMarked
package dev.locomo.core.dataset.text;

import org.jspecify.annotations.NullMarked;
