/** The files of a generated conversation: agents, data set, page. */
@NullMarked
package dev.locomo.gen.output;

import org.jspecify.annotations.NullMarked;
