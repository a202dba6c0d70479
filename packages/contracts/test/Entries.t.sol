// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {SeasonVault} from "../solidity/SeasonVault.sol";
import {CallbackToken, FalseToken} from "./support/OddTokens.sol";
import {VaultTest} from "./support/VaultTest.sol";

contract EntriesTest is VaultTest {
    event Entered(uint256 indexed season, address indexed player, address indexed payer, uint256 amount);

    function test_an_entry_takes_exactly_the_fee_and_says_who_entered() public {
        give(STRANGER, FEE + 7);
        vm.expectEmit(true, true, true, true, address(vault));
        emit Entered(SEASON, player(1), STRANGER, FEE);
        vm.prank(STRANGER);
        vault.enter(SEASON, player(1));
        eq(usdt.balanceOf(STRANGER), 7, "the payer keeps the rest");
        eq(usdt.balanceOf(address(vault)), FEE, "the vault has the fee");
        eq(vault.seasonOf(SEASON).held, FEE, "the season holds it");
        eq(vault.seasonOf(SEASON).entrants, 1, "one entrant");
        require(vault.seatOf(SEASON, player(1)).payer == STRANGER, "the payer is kept");
    }

    function test_a_player_enters_once_whoever_pays() public {
        enterAs(player(1));
        give(STRANGER, FEE);
        vm.expectRevert(abi.encodeWithSelector(SeasonVault.AlreadyEntered.selector, player(1)));
        vm.prank(STRANGER);
        vault.enter(SEASON, player(1));
        enterAs(player(2));
        eq(vault.seasonOf(SEASON).entrants, 2, "two players");
    }

    function test_entries_end_at_the_deadline_to_the_second() public {
        vm.warp(entryDeadline - 1);
        enterAs(player(1));
        vm.warp(entryDeadline);
        give(player(2), FEE);
        vm.expectRevert(SeasonVault.EntryClosed.selector);
        vm.prank(player(2));
        vault.enter(SEASON, player(2));
    }

    function test_the_owner_can_close_entries_early_and_only_once() public {
        vault.closeEntries(SEASON);
        give(player(1), FEE);
        vm.expectRevert(SeasonVault.EntryClosed.selector);
        vm.prank(player(1));
        vault.enter(SEASON, player(1));
        vm.expectRevert(SeasonVault.EntryClosed.selector);
        vault.closeEntries(SEASON);
    }

    function test_a_season_that_was_never_opened_takes_nothing() public {
        give(player(1), FEE);
        vm.expectRevert(abi.encodeWithSelector(SeasonVault.WrongState.selector, SeasonVault.State.None));
        vm.prank(player(1));
        vault.enter(SEASON + 1, player(1));
    }

    function test_nobody_enters_for_the_zero_address() public {
        give(STRANGER, FEE);
        vm.expectRevert(SeasonVault.InvalidAddress.selector);
        vm.prank(STRANGER);
        vault.enter(SEASON, address(0));
    }

    function test_a_token_that_keeps_a_fee_is_refused() public {
        usdt.setFee(10, 1_000_000);
        give(player(1), FEE);
        vm.expectRevert(abi.encodeWithSelector(SeasonVault.WrongAmountReceived.selector, FEE, FEE - 25_000));
        vm.prank(player(1));
        vault.enter(SEASON, player(1));
        eq(usdt.balanceOf(player(1)), FEE, "nothing was taken");
    }

    function test_a_payer_without_money_or_allowance_or_on_the_block_list_is_refused() public {
        vm.expectRevert();
        vm.prank(player(1));
        vault.enter(SEASON, player(1));
        give(player(2), FEE - 1);
        vm.expectRevert();
        vm.prank(player(2));
        vault.enter(SEASON, player(2));
        give(player(3), FEE);
        usdt.setBlackListed(player(3), true);
        vm.expectRevert();
        vm.prank(player(3));
        vault.enter(SEASON, player(3));
        eq(vault.seasonOf(SEASON).entrants, 0, "nobody entered");
    }

    function test_a_pause_stops_entries_and_a_restart_takes_them_again() public {
        vault.pause();
        give(player(1), FEE);
        vm.expectRevert(Pausable.EnforcedPause.selector);
        vm.prank(player(1));
        vault.enter(SEASON, player(1));
        vault.unpause();
        vm.prank(player(1));
        vault.enter(SEASON, player(1));
    }

    function test_a_season_is_opened_once_with_a_fee_and_a_deadline_ahead() public {
        vm.expectRevert(wrongState());
        vault.openSeason(SEASON, FEE, entryDeadline);
        vm.expectRevert(SeasonVault.InvalidFee.selector);
        vault.openSeason(2, 0, entryDeadline);
        vm.expectRevert(SeasonVault.InvalidDeadline.selector);
        vault.openSeason(2, FEE, uint64(block.timestamp));
        vm.expectRevert(SeasonVault.InvalidDeadline.selector);
        vault.openSeason(2, FEE, uint64(block.timestamp + 367 days));
    }

    function test_only_the_owner_runs_the_vault() public {
        bytes[] memory calls = new bytes[](9);
        calls[0] = abi.encodeCall(SeasonVault.openSeason, (2, FEE, entryDeadline));
        calls[1] = abi.encodeCall(SeasonVault.closeEntries, (SEASON));
        calls[2] = abi.encodeCall(SeasonVault.refundEntry, (SEASON, player(1)));
        calls[3] = abi.encodeCall(SeasonVault.setRoot, (SEASON, bytes32(uint256(1)), 1, 0, claimDeadline()));
        calls[4] = abi.encodeCall(SeasonVault.takeFeeShare, (SEASON));
        calls[5] = abi.encodeCall(SeasonVault.recover, (IERC20(address(usdt))));
        calls[6] = abi.encodeCall(SeasonVault.setTreasury, (STRANGER));
        calls[7] = abi.encodeCall(SeasonVault.pause, ());
        calls[8] = abi.encodeCall(SeasonVault.unpause, ());
        bytes32 refused = keccak256(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, STRANGER));
        for (uint256 i = 0; i < calls.length; i++) {
            vm.prank(STRANGER);
            (bool ok, bytes memory answer) = address(vault).call(calls[i]);
            require(!ok && keccak256(answer) == refused, "a stranger is refused");
        }
    }

    function test_ownership_moves_in_two_steps_and_cannot_be_given_up() public {
        vault.transferOwnership(STRANGER);
        require(vault.owner() == address(this), "not yet");
        vm.prank(STRANGER);
        vault.acceptOwnership();
        require(vault.owner() == STRANGER, "now");
        vm.expectRevert(SeasonVault.RenouncingDisabled.selector);
        vm.prank(STRANGER);
        vault.renounceOwnership();
    }

    function test_a_vault_needs_a_token_and_a_treasury_of_its_own() public {
        vm.expectRevert(SeasonVault.InvalidAddress.selector);
        new SeasonVault(IERC20(STRANGER), address(this), TREASURY);
        vm.expectRevert(SeasonVault.InvalidAddress.selector);
        new SeasonVault(IERC20(address(usdt)), address(this), address(0));
        vm.expectRevert(SeasonVault.InvalidAddress.selector);
        vault.setTreasury(address(vault));
    }

    function test_a_refused_entry_goes_back_to_its_payer_and_stays_refused() public {
        give(STRANGER, FEE);
        vm.prank(STRANGER);
        vault.enter(SEASON, player(1));
        vault.refundEntry(SEASON, player(1));
        eq(usdt.balanceOf(STRANGER), FEE, "the payer has it back");
        eq(vault.seasonOf(SEASON).entrants, 0, "no entrant");
        eq(vault.totalHeld(), 0, "nothing held");
        vm.expectRevert(abi.encodeWithSelector(SeasonVault.NotEntered.selector, player(1)));
        vault.refundEntry(SEASON, player(1));
        vm.expectRevert(abi.encodeWithSelector(SeasonVault.AlreadyEntered.selector, player(1)));
        vm.prank(STRANGER);
        vault.enter(SEASON, player(1));
    }

    function test_money_added_counts_as_what_arrived() public {
        usdt.setFee(10, 1_000_000);
        give(STRANGER, 1_000_000);
        vm.prank(STRANGER);
        vault.fund(SEASON, 1_000_000);
        eq(vault.seasonOf(SEASON).held, 999_000, "less the fee");
        eq(usdt.balanceOf(address(vault)), 999_000, "as the balance says");
        vm.expectRevert(SeasonVault.NothingToTake.selector);
        vault.fund(SEASON, 0);
    }

    function test_stray_tokens_go_to_the_treasury_and_never_what_a_season_holds() public {
        enterAs(player(1));
        usdt.mint(address(vault), 123);
        vault.recover(IERC20(address(usdt)));
        eq(usdt.balanceOf(TREASURY), 123, "the stray amount");
        eq(usdt.balanceOf(address(vault)), FEE, "the season keeps its own");
        vm.expectRevert(SeasonVault.NothingToTake.selector);
        vault.recover(IERC20(address(usdt)));
        FalseToken other = new FalseToken();
        other.mint(address(vault), 5);
        vault.recover(IERC20(address(other)));
        eq(other.balanceOf(TREASURY), 5, "another token");
    }

    function test_a_token_that_says_false_is_not_believed() public {
        FalseToken token = new FalseToken();
        SeasonVault other = new SeasonVault(IERC20(address(token)), address(this), TREASURY);
        other.openSeason(SEASON, FEE, entryDeadline);
        token.mint(player(1), FEE);
        token.setRefusing(true);
        vm.expectRevert();
        vm.prank(player(1));
        other.enter(SEASON, player(1));
    }

    function test_a_call_back_during_an_entry_is_refused() public {
        CallbackToken token = new CallbackToken();
        SeasonVault other = new SeasonVault(IERC20(address(token)), address(this), TREASURY);
        other.openSeason(SEASON, FEE, entryDeadline);
        token.mint(player(1), FEE);
        // The inner call pays from the token's own purse, so that nothing but the guard stands in its way.
        token.mint(address(token), FEE);
        token.arm(other, abi.encodeCall(SeasonVault.enter, (SEASON, player(2))));
        vm.prank(player(1));
        other.enter(SEASON, player(1));
        require(!token.callSucceeded(), "the inner call was refused");
        eq(other.seasonOf(SEASON).entrants, 1, "one entry");
    }
}
