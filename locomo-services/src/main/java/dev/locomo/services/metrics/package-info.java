/**
 * A run's figures for Prometheus: counted by Micrometer as a {@code RunListener}, served by the
 * JDK's HTTP server while the run goes on.
 */
@NullMarked
package dev.locomo.services.metrics;

import org.jspecify.annotations.NullMarked;
