/** Keys and other secrets: the environment, {@code .env}, files. */
@NullMarked
package dev.locomo.core.keys;

import org.jspecify.annotations.NullMarked;
