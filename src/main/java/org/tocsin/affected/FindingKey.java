package org.tocsin.affected;

/** A finding's place in the list of findings. */
record FindingKey(long position, String kind, String field) {

    static final FindingKey BEFORE_ALL = new FindingKey(0, "", "");

    static FindingKey of(RecordFinding finding) {
        return new FindingKey(finding.position(), finding.kind().name(), finding.field());
    }

    static FindingKey parse(String text) {
        String[] parts = text.split(":", 3);
        if (parts.length < 3) {
            throw new IllegalArgumentException("not a finding's key");
        }
        return new FindingKey(Long.parseLong(parts[0]), parts[1], parts[2]);
    }

    @Override
    public String toString() {
        return position + ":" + kind + ":" + field;
    }
}
