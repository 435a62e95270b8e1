package org.tocsin.evidence;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;

/** Checks the chain from the command line. */
@ApplicationScoped
public class EvidenceCommand {

    private final EvidenceVerification verification;

    EvidenceCommand(EvidenceVerification verification) {
        this.verification = verification;
    }

    /**
     * Prints what was found.
     *
     * @return the process's exit code: 0 when the chain is intact, 1 when it is not
     * @throws SQLException when the database cannot be read
     */
    public int run() throws SQLException {
        Verdict verdict = verification.run();
        if (verdict.intact()) {
            System.out.printf("The evidence is intact: %d entries, head %s%n", verdict.entries(), verdict.headHash());
            return 0;
        }
        System.out.printf(
                "THE EVIDENCE IS NOT INTACT. Entry %d: %s. %d entries before it are good.%n",
                verdict.firstBad().seq(), verdict.firstBad().reason(), verdict.entries());
        return 1;
    }
}
