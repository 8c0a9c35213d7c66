/** The verbs that make conversations, annotations and captions. */
@NullMarked
package dev.locomo.cli.command.generate;

import org.jspecify.annotations.NullMarked;
