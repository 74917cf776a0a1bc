package ui

import "context"

// documentWordKeys are what the editor of documents says.
var documentWordKeys = []string{
	"ui.document.apply", "ui.document.back", "ui.document.blockquote", "ui.document.bold", "ui.document.bulletList",
	"ui.document.callout_important", "ui.document.callout_note", "ui.document.callout_success", "ui.document.callout_warning",
	"ui.document.came", "ui.document.choices", "ui.document.code", "ui.document.codeBlock", "ui.document.column_after", "ui.document.column_before",
	"ui.document.column_remove", "ui.document.comment", "ui.document.contents", "ui.document.copied", "ui.document.copy", "ui.document.dismiss",
	"ui.document.enter", "ui.document.file", "ui.document.find", "ui.document.find_next", "ui.document.find_none",
	"ui.document.find_previous", "ui.document.find_text", "ui.document.found", "ui.document.gone", "ui.document.gone_kept", "ui.document.header_row", "ui.document.heading_1",
	"ui.document.heading_2", "ui.document.heading_3", "ui.document.heading_4", "ui.document.help", "ui.document.help_line",
	"ui.document.here", "ui.document.highlight", "ui.document.horizontalRule", "ui.document.is_done", "ui.document.is_off", "ui.document.is_on",
	"ui.document.italic", "ui.document.itemLink", "ui.document.key_shift", "ui.document.link", "ui.document.link_address",
	"ui.document.link_remove", "ui.document.link_text", "ui.document.link_wrong", "ui.document.me", "ui.document.mention",
	"ui.document.merge", "ui.document.mode", "ui.document.mode_propose", "ui.document.mode_proposes", "ui.document.mode_write",
	"ui.document.mode_writes", "ui.document.more", "ui.document.no_network", "ui.document.nothing", "ui.document.orderedList",
	"ui.document.paragraph", "ui.document.picture", "ui.document.picture_alt", "ui.document.picture_width",
	"ui.document.picture_wrong", "ui.document.placeholder", "ui.document.placeholder_propose", "ui.document.proposal_accept",
	"ui.document.proposal_accepted", "ui.document.proposal_adds", "ui.document.proposal_next", "ui.document.proposal_previous",
	"ui.document.proposal_refuse", "ui.document.proposal_refused", "ui.document.proposal_removes",
	"ui.document.proposal_replaces", "ui.document.proposal_see", "ui.document.proposal_setting", "ui.document.proposal_withdraw",
	"ui.document.proposal_withdrawn", "ui.document.proposals", "ui.document.proposals_accept_all", "ui.document.proposals_count",
	"ui.document.proposals_refuse_all", "ui.document.propose_not", "ui.document.propose_only", "ui.document.proposes",
	"ui.document.reads", "ui.document.redo", "ui.document.refused", "ui.document.refused_damaged", "ui.document.refused_frozen",
	"ui.document.refused_rights", "ui.document.refused_schema", "ui.document.refused_size", "ui.document.refused_text",
	"ui.document.replace", "ui.document.replace_all", "ui.document.replace_by", "ui.document.row_after",
	"ui.document.row_before", "ui.document.row_remove", "ui.document.sending", "ui.document.sent", "ui.document.somebody",
	"ui.document.state_connecting", "ui.document.state_ended", "ui.document.state_live", "ui.document.state_offline",
	"ui.document.state_offline_page", "ui.document.state_offline_read", "ui.document.state_saved", "ui.document.state_saving",
	"ui.document.state_stopped", "ui.document.strike", "ui.document.table", "ui.document.table_remove", "ui.document.taskList",
	"ui.document.task_done", "ui.document.task_open", "ui.document.text", "ui.document.to_menu", "ui.document.to_tools",
	"ui.document.tools", "ui.document.underline", "ui.document.undo", "ui.document.unsent", "ui.document.words",
	"ui.document.words_chosen", "ui.document.writes",
}

// DocumentWords are the words of the editor of documents, for the data-words of
// its place.
func DocumentWords(ctx context.Context) string { return wordsAsJSON(ctx, documentWordKeys, nil) }
