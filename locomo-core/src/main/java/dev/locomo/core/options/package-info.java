/** Settings that several kinds of run have in common, with what they mean. */
@NullMarked
package dev.locomo.core.options;

import org.jspecify.annotations.NullMarked;
