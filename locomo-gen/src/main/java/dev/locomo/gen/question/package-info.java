/** Question-answer pairs over a generated conversation, verified by asking. */
@NullMarked
package dev.locomo.gen.question;

import org.jspecify.annotations.NullMarked;
