/** Charts of means, and SVG of them. */
@NullMarked
package dev.locomo.eval.report.chart;

import org.jspecify.annotations.NullMarked;
