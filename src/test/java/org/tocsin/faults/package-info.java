/**
 * The fault bench: replicas of the packaged service in processes of their own, everything that can happen to them and to what
 * they talk to, and a judge from outside that holds the providers' ledger against database and evidence. {@code *IT} are part of
 * the suite, {@code *Run} are the long ones of {@code -Pfaults}; see {@code docs/faults.md}.
 *
 * <p>May use: {@code testing}, and of the service its API over HTTP, its tables, and {@code platform} to start a PostgreSQL.
 */
package org.tocsin.faults;
