/** The pages of the documentation as a web site. */
@NullMarked
package dev.locomo.cli.site;

import org.jspecify.annotations.NullMarked;
