/** The verbs that score, judge, compare and check what is stored. */
@NullMarked
package dev.locomo.cli.command.score;

import org.jspecify.annotations.NullMarked;
