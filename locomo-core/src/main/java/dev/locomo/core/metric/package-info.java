/** Pure functions from a prediction and its gold answer to a score; nothing here leaves the JVM. */
@NullMarked
package dev.locomo.core.metric;

import org.jspecify.annotations.NullMarked;
