/** How the metrics cut an answer into words. */
@NullMarked
package dev.locomo.core.metric.text;

import org.jspecify.annotations.NullMarked;
