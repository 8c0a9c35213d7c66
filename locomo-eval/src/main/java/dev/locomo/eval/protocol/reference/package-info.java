/** Asks as the original code at commit 3eb6f2c does, its mistakes included. */
@NullMarked
package dev.locomo.eval.protocol.reference;

import org.jspecify.annotations.NullMarked;
